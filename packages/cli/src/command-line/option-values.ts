import { InvalidArgumentError } from 'commander';

/** A number at or above 0. */
export function nonNegative(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < Infinity) return value;
  throw new InvalidArgumentError(`It must be a number from 0, got ${text}.`);
}

/** `auto`, or a number at or above 0. */
export function autoOrNonNegative(text: string): number | 'auto' {
  return text === 'auto' ? text : nonNegative(text);
}

/** A whole number. */
export function wholeNumber(text: string): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`It must be a whole number, got ${text}.`);
}

/** A whole number above 0. */
export function positiveInteger(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError(`It must be above 0, got ${text}.`);
}

/** Numbers from 0, between commas. */
export function nonNegativeList(text: string): number[] {
  return text.split(',').map(nonNegative);
}
