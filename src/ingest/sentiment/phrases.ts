// Pure: phrases that mean another thing than their words, put into words that the list knows.

const things = '(?:complaints?|problems?|issues?|worries|regrets?|bugs?|errors?|trouble|difficult(?:y|ies))';

/** First come longer ones. What stands in place has, in AFINN: excellent 3, good 3, fine 2, poor −2, bad −3, awful −3. */
const PHRASES: readonly (readonly [phrase: RegExp, words: string])[] = [
  [/\b(?:could|can)(?: ?not|n['’]?t) (?:be|have been|ask for|get any) (?:better|happier|easier|more)\b/gi, 'excellent'],
  [
    /\b(?:could|can|should|might) (?:be|have been|do|work) (?:a (?:bit|little|lot) |much |way )?(?:better|faster|easier|cheaper|improved|nicer|clearer)\b/gi,
    'poor',
  ],
  [/\b(?:room for|needs?|requires?) (?:some |more |much |a lot of |an? )?(?:improvements?|work)\b/gi, 'poor'],
  [/\bnever (?:ever )?again\b/gi, 'awful'],
  [/\bnot (?:be )?(?:going|coming|buying|using|ordering) (?:back|again)\b/gi, 'awful'],
  [/\b(?:not|never|hardly|isn['’]?t|wasn['’]?t) worth\b/gi, 'bad'],
  [/\bwaste of (?:time|money|space|both)\b/gi, 'awful'],
  [/\b(?:nothing|not much|can['’]?t|cannot) (?:to )?complain(?: about)?\b/gi, 'good'],
  [
    new RegExp(
      `\\b(?:no|without|zero|free of|never (?:had|have|any|an?)(?: any| an?)?|(?:haven['’]?t|have not|didn['’]?t|did not) (?:had|have)(?: any| an?)?) (?:single |major |real |big |more )?${things}\\b`,
      'gi',
    ),
    'good',
  ],
  [/\bno (?:reply|answer|response|help|support|reaction|solution)\b/gi, 'bad'],
  [/\bstill (?:waiting|broken|not (?:working|fixed|resolved|solved)|no)\b/gi, 'bad'],
  [/\b(?:does|do|did|is|has)(?:n['’]?t| not) (?:work|worked|working|help|helped|load|open|start|respond)\b/gi, 'bad'],
  [/\bstopped (?:working|responding)\b/gi, 'bad'],
  [
    /\b(?:far |way |much )?too (?:slow|expensive|complicated|complex|long|short|small|big|loud|late|hard|difficult|heavy|many|much|little|few|pricey|tight|weak|thin)\b/gi,
    'poor',
  ],
  [/\bnot (?:too |so |that |half )?bad\b/gi, 'fine'],
  [/\b(?:so[- ]so|meh|mediocre|nothing special|underwhelming)\b/gi, 'poor'],
  [/\b(?:ok|okay|alright|decent)\b/gi, 'fine'],
  [/\b(?:slow|sluggish|laggy|unresponsive|overpriced|pricey|flimsy)\b/gi, 'poor'],
  [/\b(?:fast|quick|prompt|responsive|speedy|sturdy)\b/gi, 'good'],
  // A department, and no praise.
  [/\bsupport\b/gi, 'service'],
];

/** Of what nobody can tell without the question. */
const BARE = /^\W*(?:yes|no|yep|yeah|nope|none|nothing|n\/?a)\W*$/i;
/** Too short for a language to be told by, and English all the same. */
const REPLY = /^\W*(?:ok|okay|all ok|meh|so[- ]so|fine|slow|too slow|fast|quick|alright|decent)\W*$/i;

export const isBare = (text: string): boolean => BARE.test(text);
export const isReply = (text: string): boolean => REPLY.test(text);

/** Takes as long as the text is: no phrase repeats what it holds. */
export function inPlainWords(text: string): string {
  return PHRASES.reduce((plain, [phrase, words]) => plain.replace(phrase, words), text);
}
