// Pure: words that several definitions share: how intervals and comparisons are made, and where that is from.

interface Method {
  readonly interval: string;
  readonly references: readonly string[];
}

export const WILSON: Method = {
  interval:
    'Wilson score interval of the share, which holds near 0 and 100 and for few answers. Two values are compared by the N−1 two-proportion test, two-sided.',
  references: [
    'Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22.',
    'Campbell, I. (2007). Chi-squared and Fisher–Irwin tests of two-by-two tables with small sample recommendations. Statistics in Medicine 26.',
    'Sauro, J. What is the N−1 two-proportion test? measuringu.com.',
  ],
};

export const ADJUSTED_WALD: Method = {
  interval:
    'Adjusted-Wald: with P = positive + ¾, D = negative + ¾ and N = n + 3, the score s = (P − D)/N has SE = √(((P + D)/N − s²)/N), and the interval is 100·(s ± z·SE), cut at ±100 and reaching at least to the value itself. Two values are compared by z = (s₁ − s₂)/√(SE₁² + SE₂²) with the adjusted figures, two-sided. The plain interval without the additions is not used: it has no width when all answers are alike.',
  references: [
    'Rocks, B. (2016). Interval estimation for the “Net Promoter Score”. The American Statistician 70.',
    'Sauro, J. & Lewis, J. R. (2021). Confidence intervals and significance tests for the Net Promoter Score. measuringu.com.',
  ],
};

export const STUDENT_INTERVAL =
  'Student’s t interval of the mean: mean ± t·s/√n with n − 1 degrees of freedom; none below two values.';

export const STUDENT: Method = {
  interval: `${STUDENT_INTERVAL} Two values are compared by Welch’s t test, two-sided, which does not take the variances as equal.`,
  references: [
    'Student (1908). The probable error of a mean. Biometrika 6.',
    'Welch, B. L. (1947). The generalization of “Student’s” problem when several different population variances are involved. Biometrika 34.',
  ],
};

export const POISSON: Method = {
  interval:
    'Garwood’s exact Poisson interval of the expected count. Two values are compared by the exact conditional binomial test, twice the smaller tail.',
  references: [
    'Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28.',
    'Przyborowski, J. & Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series. Biometrika 31.',
  ],
};

export const QUANTILES: Method = {
  interval:
    'Median and p90 are nearest-rank quantiles from logarithmic bins, right to 1 % of their value; values of 0 and below count as 0.',
  references: [
    'Masson, C., Rim, J. E. & Lee, H. K. (2019). DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees. Proceedings of the VLDB Endowment 12.',
  ],
};

export const MEDIANS: Method = {
  interval:
    'The interval of the median lies between the values of ranks (n ∓ z·√n)/2. Two values are compared by their medians, not their means: Mood’s median test, two-sided, which asks how many of each side lie above the median of both, as two shares (N−1 test).',
  references: [
    'Price, R. M. & Bonett, D. G. (2001). Estimating the variance of the sample median. Journal of Statistical Computation and Simulation 68.',
    'Brown, G. W. & Mood, A. M. (1951). On median tests for linear hypotheses. Proceedings of the Second Berkeley Symposium.',
  ],
};

/** How customers are called active, new and lost where no contract tells. */
export const ACTIVITY =
  'A customer is active at a moment when the latest purchase before it is at most 365 days old, new in the period that holds the first purchase ever.';

export const MARKETING_METRICS =
  'Farris, P. W., Bendle, N. T., Pfeifer, P. E. & Reibstein, D. J. (2010). Marketing Metrics: The Definitive Guide to Measuring Marketing Performance.';

export const POSITIVE_MARK =
  'An answer is positive from its question’s own mark on. Without one, the upper half of the scale’s steps is, rounded down: 2 on 1–2, 3 on 1–3, 3–4 on 1–4, 4–5 on 1–5, 4–6 on 1–6, 5–7 on 1–7; the lower ones where low is good.';

export const ONE_SCALE =
  'Answers on different scales, or in different directions, are never mixed: ask for one survey at a time where they differ.';

export const EFFORT_REFERENCES: readonly string[] = [
  'Dixon, M., Freeman, K. & Toman, N. (2010). Stop trying to delight your customers. Harvard Business Review 88.',
  'Customer effort score, version 2 (2013). Gartner; CustomerGauge; Nicereply.',
];

export const EXPERIENCE_BOXES =
  'Of 7 steps the top 2 count as positive and the bottom 3 as negative; of 5 steps the top 2 and the bottom 2. The others count among the answers. Not the mean score, and not the positive answers alone.';

export const EXPERIENCE_REFERENCES: readonly string[] = [
  'Temkin Group. Temkin Experience Ratings, methodology. experiencematters.wordpress.com.',
  'Forrester Research (2012). The Customer Experience Index, methodology.',
];

export const ACSI: readonly string[] = [
  'Fornell, C., Johnson, M. D., Anderson, E. W., Cha, J. & Bryant, B. E. (1996). The American Customer Satisfaction Index: nature, purpose, and findings. Journal of Marketing 60.',
];

export const ZENDESK =
  'Zendesk. About first reply time and resolution times. support.zendesk.com, articles 4408834848154, 4408821871642, 5654110765338.';

/** How durations are counted beside those of the clock. */
export const BUSINESS_HOURS =
  'Hours and holidays are those of the calendar `default`, on the clocks of its time zone: saved with `saveCalendar`, all durations since 2000 are counted anew by it. Without such a calendar, or without hours in it, the value is null. All are measured by this one calendar, whoever worked on them.';

export const REOPENING = 'A reopening counts whenever it happened, also long after.';

export const ONE_CURRENCY =
  'Amounts of different currencies are never added up: ask for one currency where they differ.';

export const REPEAT_BUYING = 'Ehrenberg, A. S. C. (1988). Repeat-Buying: Facts, Theory and Applications.';
