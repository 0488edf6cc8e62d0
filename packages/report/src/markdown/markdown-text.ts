/** Plain text for Markdown: what would be markup stands for itself, save code between backticks. */
export function markdownText(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[\\*_<[\]`|]/g, '\\$&')))
    .join('');
}
