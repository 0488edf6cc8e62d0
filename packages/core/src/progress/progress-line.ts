/** A task that runs. */
export interface ProgressTask {
  readonly name: string;
  /** What it does just now; may be empty. */
  readonly text: string;
  /** Share that is done, 0 to 1. */
  readonly share: number;
}

export interface ProgressState {
  readonly tasks: readonly ProgressTask[];
  /** How many there will be; those to come count as not begun. */
  readonly totalTasks: number;
  readonly elapsedSeconds: number;
  /** Columns of the terminal. */
  readonly width: number;
}

/**
 * One line about what is running: share of all tasks, time taken and time left if it goes on like this, and the tasks not yet done.
 * It is shorter than the terminal is wide, which would break it otherwise.
 */
export function progressLine({ tasks, totalTasks, elapsedSeconds, width }: ProgressState): string {
  const done = tasks.reduce((sum, { share }) => sum + Math.min(Math.max(share, 0), 1), 0);
  const share = done / Math.max(totalTasks, tasks.length, 1);
  const left = share > 0 ? clockText((elapsedSeconds * (1 - share)) / share) : '?';
  const running = tasks.filter((task) => task.share < 1);
  const parts = [
    `${percent(share)}  ${clockText(elapsedSeconds)} taken, ${left} left`,
    ...running.map(({ name, text, share }) => `${name}: ${text === '' ? '' : `${text} `}${percent(share)}`),
  ];
  return cut(parts.join(' | ').replaceAll(/\p{Cc}+/gu, ' '), width - 1);
}

/** Rounded down: 100 % is done. */
function percent(share: number): string {
  return `${Math.floor(100 * share)} %`;
}

/** `0:07`, `12:34` or `1:02:03`. */
function clockText(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const ofMinute = String(whole % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${ofMinute}` : `${hours}:${String(minutes).padStart(2, '0')}:${ofMinute}`;
}

function cut(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  return length < 1 ? '' : `${characters.slice(0, length - 1).join('')}…`;
}
