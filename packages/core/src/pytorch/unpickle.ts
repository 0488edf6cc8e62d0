import { PickleReader } from './pickle-reader.js';

/** Something that a pickle may name, and call. */
export class PickleGlobal {
  readonly name: string;
  readonly call: (args: readonly unknown[]) => unknown;

  constructor(name: string, call: (args: readonly unknown[]) => unknown) {
    this.name = name;
    this.call = call;
  }
}

/** What a pickle may do besides building containers. */
export interface PickleRules {
  /** Name of the file, for error texts. */
  readonly file: string;
  /** `module.name`: undefined where it is not allowed. */
  readonly globals: ReadonlyMap<string, PickleGlobal>;
  /** What an id that the writer of the file chose stands for. @throws Error with a reason */
  readonly persistent: (id: unknown) => unknown;
}

/** An integer of more bytes is no number of a checkpoint; to add one up takes time that grows with its square. */
const MOST_INTEGER_BYTES = 256;

/** Where a container begins on the stack. */
const MARK = Symbol('mark');

/**
 * Runs a pickle of protocol 2 to 5: it builds numbers, texts, bytes, lists (tuples too), maps and sets, and calls nothing but the globals of
 * the rules. It takes memory and time that grow with its length.
 *
 * @throws FileFormatError for any other operation or global, bytes that are cut off, or a stack that does not fit
 */
export function unpickle(bytes: Uint8Array, rules: PickleRules): unknown {
  return new PickleMachine(bytes, rules).run();
}

class PickleMachine {
  readonly reader: PickleReader;
  readonly rules: PickleRules;
  readonly stack: unknown[] = [];
  readonly memo = new Map<number, unknown>();

  constructor(bytes: Uint8Array, rules: PickleRules) {
    this.reader = new PickleReader(bytes, rules.file);
    this.rules = rules;
  }

  run(): unknown {
    for (;;) {
      const opcode = this.reader.byte();
      if (opcode === STOP) return this.finish();
      const operation = operations.get(opcode);
      if (operation === undefined) throw this.reader.fail('of operations that build containers', `opcode ${opcode}`);
      operation(this, this.reader);
    }
  }

  pop(): unknown {
    const value = this.stack.pop();
    if (value !== undefined && value !== MARK) return value;
    throw this.reader.fail('with a value on its stack', 'none');
  }

  push(value: unknown): void {
    this.stack.push(value);
  }

  /** What lies above the last mark, which is taken away too. */
  popToMark(): unknown[] {
    const mark = this.stack.lastIndexOf(MARK);
    if (mark < 0) throw this.reader.fail('with a mark on its stack', 'none');
    const values = this.stack.splice(mark);
    values.shift();
    return values;
  }

  /** The value on top, of a class. */
  top<T>(type: abstract new (...args: never[]) => T, name: string): T {
    const value = this.stack.at(-1);
    if (value instanceof type) return value;
    throw this.reader.fail(`with a ${name} on its stack`, describe(value));
  }

  popText(): string {
    const value = this.pop();
    if (typeof value === 'string') return value;
    throw this.reader.fail('with a text on its stack', describe(value));
  }

  remember(place: number): void {
    const value = this.pop();
    this.memo.set(place, value);
    this.push(value);
  }

  recall(place: number): void {
    const value = this.memo.get(place);
    if (value === undefined) throw this.reader.fail('without memo of what was not there', `number ${place}`);
    this.push(value);
  }

  pushGlobal(module: string, name: string): void {
    const global = this.rules.globals.get(`${module}.${name}`);
    if (global === undefined) {
      throw this.reader.fail('of tensors and containers alone', `a call of ${JSON.stringify(`${module}.${name}`)}`);
    }
    this.push(global);
  }

  /** Calls the global below the arguments on the stack. */
  reduce(): void {
    const args = this.pop();
    const global = this.pop();
    if (!(global instanceof PickleGlobal) || !Array.isArray(args)) {
      throw this.reader.fail('with a global and its arguments on its stack', describe(global));
    }
    this.push(this.guard(global.name, () => global.call(args)));
  }

  /** State of what is a map: attributes beside its entries, such as `_metadata` of a state_dict. */
  build(): void {
    this.pop();
    this.top(Map, 'map');
  }

  persistent(): void {
    const id = this.pop();
    this.push(this.guard('persistent id', () => this.rules.persistent(id)));
  }

  setItems(values: readonly unknown[]): void {
    const map = this.top(Map, 'map');
    if (values.length % 2 !== 0)
      throw this.reader.fail('with keys and values on its stack', `${values.length} of both`);
    for (let i = 0; i < values.length; i += 2) map.set(values[i], values[i + 1]);
  }

  appendItems(values: readonly unknown[]): void {
    const list = this.top(Array, 'list');
    for (const value of values) list.push(value);
  }

  addItems(values: readonly unknown[]): void {
    const set = this.top(Set, 'set');
    for (const value of values) set.add(value);
  }

  private guard<T>(name: string, use: () => T): T {
    try {
      return use();
    } catch (cause) {
      throw this.reader.fail(`with arguments that fit ${name}`, cause instanceof Error ? cause.message : 'others');
    }
  }

  private finish(): unknown {
    const value = this.pop();
    if (this.stack.length > 0) throw this.reader.fail('of one value', `${this.stack.length + 1}`);
    if (!this.reader.isAtEnd) throw this.reader.fail('at its end', 'more bytes');
    return value;
  }
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  return value === null ? 'None' : value instanceof PickleGlobal ? value.name : typeof value;
}

type Operation = (machine: PickleMachine, reader: PickleReader) => void;

const STOP = 0x2e;

/** By the byte of CPython's Lib/pickle.py. Left out are classes with constructors, extensions, buffers, and the texts of protocol 0 and 1. */
const operations = new Map<number, Operation>([
  [0x80, (_, reader) => checkProtocol(reader)], // PROTO
  [0x95, (_, reader) => void reader.uint64()], // FRAME
  [0x28, (machine) => machine.push(MARK)], // MARK
  [0x30, (machine) => void machine.pop()], // POP
  [0x31, (machine) => void machine.popToMark()], // POP_MARK
  [0x32, (machine) => duplicate(machine)], // DUP
  [0x4e, (machine) => machine.push(null)], // NONE
  [0x88, (machine) => machine.push(true)], // NEWTRUE
  [0x89, (machine) => machine.push(false)], // NEWFALSE
  [0x4a, (machine, reader) => machine.push(reader.int32())], // BININT
  [0x4b, (machine, reader) => machine.push(reader.byte())], // BININT1
  [0x4d, (machine, reader) => machine.push(reader.uint16())], // BININT2
  [0x8a, (machine, reader) => machine.push(reader.integer(reader.byte()))], // LONG1
  [0x8b, (machine, reader) => machine.push(longInteger(reader))], // LONG4
  [0x47, (machine, reader) => machine.push(reader.float64())], // BINFLOAT
  [0x58, (machine, reader) => machine.push(reader.text(reader.uint32()))], // BINUNICODE
  [0x8c, (machine, reader) => machine.push(reader.text(reader.byte()))], // SHORT_BINUNICODE
  [0x8d, (machine, reader) => machine.push(reader.text(reader.uint64()))], // BINUNICODE8
  [0x42, (machine, reader) => machine.push(reader.bytes(reader.uint32()))], // BINBYTES
  [0x43, (machine, reader) => machine.push(reader.bytes(reader.byte()))], // SHORT_BINBYTES
  [0x8e, (machine, reader) => machine.push(reader.bytes(reader.uint64()))], // BINBYTES8
  [0x96, (machine, reader) => machine.push(reader.bytes(reader.uint64()))], // BYTEARRAY8
  [0x29, (machine) => machine.push([])], // EMPTY_TUPLE
  [0x85, (machine) => machine.push([machine.pop()])], // TUPLE1
  [0x86, (machine) => machine.push([machine.pop(), machine.pop()].reverse())], // TUPLE2
  [0x87, (machine) => machine.push([machine.pop(), machine.pop(), machine.pop()].reverse())], // TUPLE3
  [0x74, (machine) => machine.push(machine.popToMark())], // TUPLE
  [0x5d, (machine) => machine.push([])], // EMPTY_LIST
  [0x61, (machine) => machine.appendItems([machine.pop()])], // APPEND
  [0x65, (machine) => machine.appendItems(machine.popToMark())], // APPENDS
  [0x7d, (machine) => machine.push(new Map())], // EMPTY_DICT
  [0x73, (machine) => machine.setItems([machine.pop(), machine.pop()].reverse())], // SETITEM
  [0x75, (machine) => machine.setItems(machine.popToMark())], // SETITEMS
  [0x8f, (machine) => machine.push(new Set())], // EMPTY_SET
  [0x90, (machine) => machine.addItems(machine.popToMark())], // ADDITEMS
  [0x91, (machine) => machine.push(new Set(machine.popToMark()))], // FROZENSET
  [0x68, (machine, reader) => machine.recall(reader.byte())], // BINGET
  [0x6a, (machine, reader) => machine.recall(reader.uint32())], // LONG_BINGET
  [0x71, (machine, reader) => machine.remember(reader.byte())], // BINPUT
  [0x72, (machine, reader) => machine.remember(reader.uint32())], // LONG_BINPUT
  [0x94, (machine) => machine.remember(machine.memo.size)], // MEMOIZE
  [0x63, (machine, reader) => machine.pushGlobal(reader.line(), reader.line())], // GLOBAL
  [0x93, (machine) => stackGlobal(machine)], // STACK_GLOBAL
  [0x52, (machine) => machine.reduce()], // REDUCE
  [0x62, (machine) => machine.build()], // BUILD
  [0x51, (machine) => machine.persistent()], // BINPERSID
]);

function checkProtocol(reader: PickleReader): void {
  const protocol = reader.byte();
  if (protocol < 2 || protocol > 5) throw reader.fail('of protocol 2 to 5', `${protocol}`);
}

function longInteger(reader: PickleReader): number | bigint {
  const length = reader.uint32();
  if (length > MOST_INTEGER_BYTES) throw reader.fail(`of integers up to ${MOST_INTEGER_BYTES} bytes`, `${length}`);
  return reader.integer(length);
}

function duplicate(machine: PickleMachine): void {
  const value = machine.pop();
  machine.push(value);
  machine.push(value);
}

function stackGlobal(machine: PickleMachine): void {
  const name = machine.popText();
  machine.pushGlobal(machine.popText(), name);
}
