import type { ComparedName } from '../methods/compared-methods.js';
import { comparedPriors } from '../methods/compared-prior.js';
import type { MethodRequest } from '../methods/method-run.js';

/** A method as the comparison measures it: every experiment that asks for it so finds it done. */
export function comparedRequest(method: ComparedName): MethodRequest {
  return { method, priors: comparedPriors };
}
