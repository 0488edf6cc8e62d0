/** Something this machine would have to have, or to reach. Its message is one line that names it. */
export class MissingRequirement extends Error {
  override name = 'MissingRequirement';
}
