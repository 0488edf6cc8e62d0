/** A class of ADE20K, as objectInfo150 has it. */
export interface ClassInfo {
  /** The first of the synonyms, which no other class has. */
  readonly name: string;
  readonly synonyms: readonly string[];
  /** Share of all pixels of the data set, 4 decimals. The shares of all classes add up to 0.9275: the rest is "other". */
  readonly ratio: number;
  /** Training images with the class, by the table. The released annotations have at most as many. */
  readonly trainImages: number;
  readonly validationImages: number;
  /** Background without a shape of its own, such as sky. Null: the file does not say (the .txt has no such column). */
  readonly stuff: boolean | null;
}
