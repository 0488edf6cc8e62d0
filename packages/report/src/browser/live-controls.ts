import { h, type ComponentChild } from 'preact';
import { liveOptions, liveParts } from '../live/live-options.js';
import type { LiveChoice } from '../live/live-panel.js';

interface LiveControlsOptions {
  readonly settings: readonly LiveChoice[];
  readonly choice: LiveChoice;
  readonly onChoice: (choice: LiveChoice) => void;
}

/** A slider for rho, switches for the parts, and the target priors. What the panel has no setting for cannot be chosen. */
export function LiveControls({ settings, choice, onChoice }: LiveControlsOptions): ComponentChild {
  const options = liveOptions(settings);
  return h('form', { class: 'controls', onSubmit: (event: Event) => event.preventDefault() }, [
    h('label', { class: 'rho' }, [
      h('span', null, ['rho ', h('output', { id: 'live-rho' }, String(choice.rho))]),
      h('input', {
        type: 'range',
        min: 0,
        max: options.rhos.length - 1,
        step: 1,
        value: options.rhos.indexOf(choice.rho),
        'aria-label': 'rho',
        'aria-valuetext': String(choice.rho),
        onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
          onChoice({ ...choice, rho: options.rhos[Number(currentTarget.value)] }),
      }),
    ]),
    h('fieldset', null, [
      h('legend', null, 'parts'),
      ...liveParts.map((part) =>
        h('label', null, [
          h('input', {
            type: 'checkbox',
            name: part,
            checked: choice[part],
            disabled: !options.canSwitch(part, choice),
            onChange: () => onChoice({ ...choice, [part]: !choice[part] }),
          }),
          ` ${part}`,
        ]),
      ),
    ]),
    h('fieldset', null, [
      h('legend', null, 'target prior'),
      ...options.priors.map((prior) =>
        h('label', null, [
          h('input', {
            type: 'radio',
            name: 'prior',
            value: prior,
            checked: choice.targetPrior === prior,
            onChange: () => onChoice({ ...choice, targetPrior: prior }),
          }),
          ` ${prior}`,
        ]),
      ),
    ]),
  ]);
}
