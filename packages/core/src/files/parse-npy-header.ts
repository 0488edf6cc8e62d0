import { FileFormatError } from './file-format-error.js';

/** The three fields of the Python dict in an npy header. */
export interface NpyHeader {
  /** Array-protocol name of the dtype, like `<f4`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** Strings, integers, names and punctuation: all that NumPy writes. Nothing else is Python to us. */
const tokenPattern = /\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)"|(0|[1-9]\d{0,15})(?![\w.])|(True|False)|([{}(),:[\]]))/y;

type Token = { readonly kind: 'text' | 'integer' | 'boolean' | 'sign' | 'end'; readonly text: string };

/**
 * Reads the header of an npy file: a Python dict literal with `descr`, `fortran_order` and `shape`, each once, in any order.
 *
 * Grammar: `{ 'key': value, ... }` where a value is a string, True, False, or a tuple of non-negative integers.
 *
 * @throws FileFormatError for anything else; structured dtypes, lists of fields, are refused by name
 */
export function parseNpyHeader(text: string, file: string): NpyHeader {
  const tokens = new TokenReader(text, file);
  const fields: { descr?: string; fortran_order?: boolean; shape?: readonly number[] } = {};
  tokens.take('{');
  while (!tokens.skip('}')) {
    const key = tokens.takeKind('text', 'a quoted key').text;
    if (key !== 'descr' && key !== 'fortran_order' && key !== 'shape')
      throw tokens.fail('descr, fortran_order or shape', key);
    if (fields[key] !== undefined) throw tokens.fail(`a dict with one ${key}`, 'two');
    tokens.take(':');
    if (key === 'descr') fields.descr = readDescr(tokens);
    else if (key === 'shape') fields.shape = readTuple(tokens);
    else fields.fortran_order = tokens.takeKind('boolean', 'True or False').text === 'True';
    if (!tokens.skip(',')) {
      tokens.take('}');
      break;
    }
  }
  tokens.takeKind('end', 'nothing behind the dict');
  const { descr, fortran_order: fortranOrder, shape } = fields;
  if (descr === undefined || fortranOrder === undefined || shape === undefined) {
    throw tokens.fail('a dict with descr, fortran_order and shape', `${Object.keys(fields)}`);
  }
  return { descr, fortranOrder, shape };
}

function readDescr(tokens: TokenReader): string {
  if (tokens.skip('[') || tokens.skip('(')) throw tokens.fail('a plain dtype', 'a structured dtype');
  return tokens.takeKind('text', 'a dtype in quotes').text;
}

/** `()`, `(3,)`, `(3, 4)`, `(3, 4,)`; `(3)` is no tuple in Python. */
function readTuple(tokens: TokenReader): number[] {
  const values: number[] = [];
  tokens.take('(');
  while (!tokens.skip(')')) {
    values.push(Number(tokens.takeKind('integer', 'a non-negative integer').text));
    if (values.length > 64) throw tokens.fail('a shape of at most 64 dimensions, as in NumPy', 'more');
    if (!tokens.skip(',')) {
      if (values.length === 1) throw tokens.fail('a tuple', 'one number in brackets');
      tokens.take(')');
      break;
    }
  }
  return values;
}

class TokenReader {
  readonly #text: string;
  readonly #file: string;
  #next: Token;
  #at = 0;

  constructor(text: string, file: string) {
    this.#text = text.trimEnd();
    this.#file = file;
    this.#next = this.#scan();
  }

  fail(expected: string, got: string): FileFormatError {
    return new FileFormatError({ file: this.#file, field: 'npy header', expected, got: got.slice(0, 80) });
  }

  skip(sign: string): boolean {
    const found = this.#next.kind === 'sign' && this.#next.text === sign;
    if (found) this.#next = this.#scan();
    return found;
  }

  take(sign: string): void {
    if (!this.skip(sign)) throw this.fail(`'${sign}' before character ${this.#at}`, this.#next.text || 'its end');
  }

  takeKind(kind: Token['kind'], expected: string): Token {
    const token = this.#next;
    if (token.kind !== kind) throw this.fail(expected, token.text || 'its end');
    if (kind !== 'end') this.#next = this.#scan();
    return token;
  }

  #scan(): Token {
    if (this.#at === this.#text.length) return { kind: 'end', text: '' };
    tokenPattern.lastIndex = this.#at;
    const match = tokenPattern.exec(this.#text);
    if (match === null)
      throw this.fail('a Python dict of strings, integers, booleans and tuples', this.#text.slice(this.#at));
    this.#at = tokenPattern.lastIndex;
    const [, single, double, integer, boolean, sign] = match;
    if (integer !== undefined) return { kind: 'integer', text: integer };
    if (boolean !== undefined) return { kind: 'boolean', text: boolean };
    if (sign !== undefined) return { kind: 'sign', text: sign };
    return { kind: 'text', text: single ?? double };
  }
}
