// What score texts get: against the moods the sandbox wrote them in, and against what anybody would say.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreText } from '../../../../src/ingest/sentiment/score-text.ts';
import { LANGUAGES, textsOf } from './texts.ts';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const read = (texts: readonly string[]) => texts.map(scoreText).filter(value => value !== null);

describe('the sandbox’s texts', () => {
  it('are read in English, and tell their mood', () => {
    const [good, mixed, bad] = (['good', 'mixed', 'bad'] as const).map(mood => textsOf(mood, 'en'));
    for (const texts of [good!, mixed!, bad!]) expect(read(texts).length).toBe(texts.length);
    expect(mean(read(good!))).toBeGreaterThan(0.3);
    expect(mean(read(bad!))).toBeLessThan(-0.25);
    expect(mean(read(mixed!))).toBeGreaterThan(mean(read(bad!)));
    expect(mean(read(mixed!))).toBeLessThan(mean(read(good!)));
    expect(Math.min(...read(good!))).toBeGreaterThan(0);
    expect(Math.max(...read(bad!))).toBeLessThanOrEqual(0);
  });

  it.each(LANGUAGES.filter(language => language !== 'en'))('are left alone in %s', language => {
    for (const mood of ['good', 'mixed', 'bad'] as const) expect(read(textsOf(mood, language))).toEqual([]);
  });
});

describe('a text', () => {
  it.each([
    ['The support was good.', 1],
    ['The support was not good.', -1],
    ["I don't like the new layout", -1],
    ['Nobody helped me, I am not happy', -1],
    ['Not bad at all!', 1],
    ['Great', 1],
    ['Terrible!', -1],
    ['Excellent', 1],
    ['Bad', -1],
    ['Nice', 1],
    ['Great 👍', 1],
    ['👍', 1],
    ['😡😡', -1],
    ['constructor is great', 1],
    ['ok', 1],
    ['Okay.', 1],
    ['fine', 1],
    ['not bad', 1],
    ['no complaints', 1],
    ['No problems so far', 1],
    ['never had a single issue', 1],
    ['nothing to complain about', 1],
    ["couldn't be better", 1],
    ['fast', 1],
    ['meh', -1],
    ['so-so', -1],
    ['never again', -1],
    ['Could be better', -1],
    ['could have been a bit faster', -1],
    ['needs improvement', -1],
    ['too expensive', -1],
    ['Slow', -1],
    ['not fast', -1],
    ['not worth it', -1],
    ['still waiting', -1],
    ['no reply', -1],
    ["It doesn't work", -1],
    ['The support was poor.', -1],
    ['The support is open until nine.', 0],
    ['The meeting is at nine.', 0],
    ['I use it every day in the office.', 0],
    ['__proto__ and toString are in the report', 0],
  ])('%s', (text, sign) => {
    expect(Math.sign(scoreText(text) ?? Number.NaN)).toBe(sign);
  });

  it('is milder when it says less', () => {
    expect(scoreText('not bad')).toBeLessThan(scoreText('good')!);
    expect(scoreText('could be better')).toBeGreaterThan(scoreText('never again')!);
  });

  it('with good and bad lies between both', () => {
    const mixed = scoreText('The app is wonderful, but the support was terrible.')!;
    expect(mixed).toBeGreaterThan(scoreText('The support was terrible.')!);
    expect(mixed).toBeLessThan(scoreText('The app is wonderful.')!);
  });

  it.each([
    '',
    '   ',
    '\n',
    '\0',
    '10',
    '9/10',
    '???',
    'asdf',
    'yes',
    'No.',
    'n/a',
    'nothing',
    '\ud800',
    'Die',
    'Sehr gut, danke',
    'Très bien',
    'Отлично!',
  ])('%j cannot be read', text => expect(scoreText(text)).toBeNull());

  it('that is missing cannot be read', () => {
    expect(scoreText(null)).toBeNull();
    expect(scoreText(undefined)).toBeNull();
  });

  it.each([
    'On Tue, 3 Mar 2026 at 10:12, Support <help@us.example> wrote:\n> Wonderful, happy to help!',
    '\n-----Original Message-----\nWonderful, happy to help!',
    'From: Support\r\nSent: Tuesday\r\nWonderful, happy to help!',
    '-- \nWonderful Weddings, your happy planners',
    '> Wonderful, happy to help!\n> Great, perfect.',
  ])('counts without what stands below it: %j', below => {
    const own = 'This is terrible.';
    expect(scoreText(`${own}\n\n${below}`)).toBe(scoreText(own));
    expect(scoreText(`\n${below}`)).toBeNull();
  });

  it('counts by its beginning only', () => {
    const text = 'The service was excellent. '.repeat(100);
    expect(scoreText(`${text}Awful, terrible, horrible.`)).toBe(scoreText(text));
  });

  it('may be anything: the score is null or from -1 to 1, the same each time', () => {
    const word = fc.constantFrom(
      'good',
      'bad',
      'not',
      'the',
      '😀',
      '\0',
      '\ud800',
      'constructor',
      '#great',
      ':-)',
      'très',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(word, { maxLength: 20 }).map(words => words.join(' ')),
    );
    fc.assert(
      fc.property(text, value => {
        const found = scoreText(value);
        if (found !== null) expect(Math.abs(found)).toBeLessThanOrEqual(1);
        expect(scoreText(value)).toBe(found);
      }),
      { numRuns: 500 },
    );
  });
});
