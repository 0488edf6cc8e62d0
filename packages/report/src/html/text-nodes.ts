import { h, type ComponentChild } from 'preact';

/** Plain text for a page: what stands between backticks is code. */
export function textNodes(text: string): ComponentChild[] {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? h('code', null, part) : part))
    .filter((part) => part !== '');
}
