// Markup to words: what is said, and in a time that grows with the length alone.
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../../connectors/hubspot/map/plain-text.ts';
import { number } from '../../../../connectors/hubspot/map/values.ts';

describe('plain text', () => {
  it.each([
    ['<p>Hello&nbsp;there</p><p>bye</p>', 'Hello there\nbye'],
    ['first<div>second</div>third', 'first\nsecond\nthird'],
    ['a<style>p > b { color: red }</style> b<script>if (1 < 2) run();</script> c', 'a b c'],
    ['a<!-- <b>not said</b> -->b', 'ab'],
    ['<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>', '1 2\n3'],
    ['Tom &amp; Jerry &lt;3 &#128512; &eacute; &unknown; <br/>end', 'Tom & Jerry <3 😀 é &unknown;\nend'],
    ['Dear <b>Ada</b>, a < b and <John, I cannot sign in', 'Dear Ada, a < b and <John, I cannot sign in'],
    ['a < b and c > d', 'a < b and c > d'],
    ['<a title="x > y">link</a>', 'link'],
    ['<p> </p>', null],
    ['', null],
  ])('of %j', (html, words) => expect(plainText(html)).toBe(words));

  // A pattern that looks back at each place takes hours for these; one pass takes a moment.
  it.each([
    '<',
    '<a',
    '<div>',
    '<style>',
    '<!--',
    '<br>',
    '&nbsp;',
    '&',
    '<ul><li>',
    '<p>',
    '<a x="',
    '<b',
    '</p',
    ' \n',
  ])('of a million characters of %j', piece => {
    const text = plainText(`<p>${piece.repeat(1_000_000 / piece.length)}x`);
    expect((text ?? '').length).toBeLessThanOrEqual(1_000_010);
  });

  it('a number of a million digits is read in one pass', () => {
    expect(number(`${'1'.repeat(1_000_000)}x`)).toBeNull();
    expect(['1.', '.5', '1.5e3', '1..5', '.'].map(number)).toEqual([1, 0.5, 1500, null, null]);
  });
});
