import { Command } from 'commander';
import { addApplyCommand } from '../apply/apply-command.js';
import { addCompletionCommand } from '../completion/completion-command.js';
import { addDetachCommand } from '../detach/detach-command.js';
import { addDoctorCommand } from '../doctor/doctor-command.js';
import { addEvaluateCommand } from '../evaluate/evaluate-command.js';
import { addExportCommand } from '../export/export-command.js';
import { addExtractCommand } from '../extract/extract-command.js';
import { addFitCommand } from '../fit/fit-command.js';
import { addImportCommand } from '../import/import-command.js';
import { addInitCommand } from '../init/init-command.js';
import { addInspectCommand } from '../inspect/inspect-command.js';
import { addReportCommand } from '../report/report-command.js';
import { addRunCommand } from '../run/run-command.js';
import { addTapCommand } from '../tap/tap-command.js';
import type { CommandContext } from './command-context.js';
import { exitCodeText } from './exit-codes.js';
import { version } from './version.js';

const description = `Calibrates a trained long-tailed vision model without retraining it, and says what that is worth.

Features and logits of the frozen network go in (disalign fit), a calibration of 2 K + D + 1 numbers comes out, which is judged
(evaluate), applied (apply) and put into an ONNX file (export). Nothing is sent anywhere.`;

/** The command line: every command with its options and its help. What is wrong with what was typed is thrown. */
export function createProgram(context: CommandContext): Command {
  const { stdout, stderr } = context;
  const program = new Command('disalign')
    .description(description)
    .version(version)
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // In one line, and once: see `tellError`.
      outputError: () => {},
      getOutHelpWidth: () => stdout.columns || 100,
      getErrHelpWidth: () => stderr.columns || 100,
    })
    .exitOverride();
  const commands = [
    ...[
      addInspectCommand,
      addExtractCommand,
      addFitCommand,
      addEvaluateCommand,
      addApplyCommand,
      addExportCommand,
      addImportCommand,
      addTapCommand,
      addDetachCommand,
      addReportCommand,
    ],
    ...[addRunCommand, addInitCommand, addDoctorCommand, addCompletionCommand],
  ];
  for (const add of commands) add(program, context);
  return program.addHelpText('after', exitCodeText);
}
