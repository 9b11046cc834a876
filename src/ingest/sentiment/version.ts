// Which judge scored the stored texts: apart from the judge, so that asking does not load it.

/** Changes with everything that may change a score: stored texts are then judged again. */
export const VERSION = 'english-2';
