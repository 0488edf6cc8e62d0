/** How near to a point the pointer has to be, in pixels. */
const REACH = 30;

interface Spot {
  readonly element: Element;
  readonly x: number;
  readonly y: number;
}

/**
 * Shows the numbers of the point under the pointer, or, in a chart that has the focus, of the one that the arrow keys have reached.
 * Works on charts that are drawn anew as well: nothing is bound to their points.
 */
export function startChartReadout(readout: HTMLElement): void {
  const frameOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('.chart') : null;
  const hide = () => {
    readout.hidden = true;
  };
  document.addEventListener('pointermove', ({ target, clientX, clientY }) => {
    const frame = frameOf(target);
    const spot = frame && nearest(spotsOf(frame), clientX, clientY);
    if (spot) show(readout, spot);
    else hide();
  });
  document.addEventListener('keydown', (event) => {
    const frame = frameOf(event.target);
    if (event.key === 'Escape') hide();
    if (frame === null || frame !== document.activeElement) return;
    const spots = spotsOf(frame);
    const at = nextPlace(event.key, Number(frame.dataset.at ?? -1), spots.length);
    if (at === undefined) return;
    event.preventDefault();
    frame.dataset.at = String(at);
    show(readout, spots[at]);
  });
  document.addEventListener('focusout', hide);
  document.addEventListener('scroll', hide, { passive: true });
}

function nextPlace(key: string, at: number, length: number): number | undefined {
  const places: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowDown: at + 1,
    ArrowLeft: at - 1,
    ArrowUp: at - 1,
    Home: 0,
    End: length - 1,
  };
  return length > 0 && key in places ? Math.min(Math.max(places[key], 0), length - 1) : undefined;
}

function spotsOf(frame: HTMLElement): Spot[] {
  return [...frame.querySelectorAll('.role-mark > [aria-label]')].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { element, x: left + width / 2, y: top + height / 2 };
  });
}

/** The spot that the pointer is in, or the nearest within reach. */
function nearest(spots: readonly Spot[], x: number, y: number): Spot | undefined {
  const distances = spots.map((spot) => (contains(spot.element, x, y) ? 0 : Math.hypot(spot.x - x, spot.y - y)));
  const least = Math.min(...distances);
  return least <= REACH ? spots[distances.indexOf(least)] : undefined;
}

function contains(element: Element, x: number, y: number): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return x >= left && x <= right && y >= top && y <= bottom;
}

function show(readout: HTMLElement, { element, x, y }: Spot): void {
  readout.textContent = element.getAttribute('aria-label');
  readout.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = readout;
  const left = Math.min(Math.max(x - width / 2, 8), document.documentElement.clientWidth - width - 8);
  readout.style.left = `${left + scrollX}px`;
  readout.style.top = `${(y > height + 24 ? y - height - 14 : y + 18) + scrollY}px`;
}
