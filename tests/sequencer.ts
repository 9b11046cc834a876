// In which order the files of tests run: those that take longest first, so that no core waits for the last one.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole programs, started and killed. */
const LONG = /\/tests\/(acceptance|bench|src\/dev\.test)/;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [true, false].flatMap(long => sorted.filter(({ moduleId }) => LONG.test(moduleId) === long));
  }
}
