/** Exit codes of every command. */
export const exitCodes = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const;

/** What they mean, for the help. */
export const exitCodeText = `
Exit codes: 0 done; 1 \`doctor\` found a backend that computes wrongly, or the program itself failed; 2 the command line, a file or a
configuration is wrong, which one line on stderr tells; 130 interrupted.`;
