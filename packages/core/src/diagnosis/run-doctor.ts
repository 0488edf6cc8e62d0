import { parseArgs } from 'node:util';
import { reasonOf } from '../backends/reason-of.js';
import { diagnoseBackends } from './diagnose-backends.js';
import { formatDiagnosis } from './format-diagnosis.js';

/** Where a command writes. */
export interface DoctorStreams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

const usage = `usage: disalign-doctor [options]

Says which backends start here and on which device, why the others do not and what to install, and how fast and how exactly each
computes; about three seconds.

  --json                 everything as JSON
  --software-adapter     webgpu: also take an adapter that computes on the processor
  --seconds S            time for measuring (default 3)
  --help                 this text

Exit code: 0 every backend that starts computes correctly, 1 one does not, 2 a bad command line.
`;

/** The command `disalign-doctor`. @returns its exit code */
export async function runDoctor(args: readonly string[], { stdout, stderr }: DoctorStreams): Promise<number> {
  let options;
  try {
    options = readArguments(args);
  } catch (error) {
    stderr.write(`disalign-doctor: ${reasonOf(error)} (see --help)\n`);
    return 2;
  }
  const { help, json, seconds, 'software-adapter': allowSoftwareAdapter } = options;
  if (help) {
    stdout.write(usage);
    return 0;
  }
  const backends = await diagnoseBackends({ seconds, allowSoftwareAdapter });
  stdout.write(`${json ? JSON.stringify({ backends }, null, 2) : formatDiagnosis(backends)}\n`);
  return backends.every((backend) => !backend.starts || backend.speed.isCorrect) ? 0 : 1;
}

/** @throws Error naming what is wrong */
function readArguments(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      'software-adapter': { type: 'boolean', default: false },
      seconds: { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0 && seconds < Infinity)) {
    throw new RangeError(`--seconds must be a positive number, got ${values.seconds}`);
  }
  return { ...values, seconds };
}
