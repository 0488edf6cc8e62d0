import type { z } from 'zod';

/** What a value must be, out of the message of an issue, such as `Too small: expected number to be >=0`. */
export function expectationOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return issue.errors.map(([first]) => expectationOf(first)).join(' or ');
  }
  const { message } = issue;
  return /expected (.+?)(, received .*)?$/.exec(message)?.[1] ?? message.charAt(0).toLowerCase() + message.slice(1);
}

/** The first key that an object does not have, where that is the issue. */
export function unknownKeyOf(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return issue.keys[0];
  const key: unknown = issue.code === 'custom' ? issue.params?.unknownKey : undefined;
  return typeof key === 'string' ? key : undefined;
}
