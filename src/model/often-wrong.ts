/** How often a case was judged right and wrong, and where it is known, how often it was shown. */
export interface Judged {
  readonly right: number
  readonly wrong: number
  readonly shown?: number
}

/** Judged often enough, and more often wrong than right: somebody should read the case again. */
export function isOftenWrong({ right, wrong, shown = right + wrong }: Judged): boolean {
  return wrong >= FEWEST && wrong > right && wrong * 2 >= shown
}

const FEWEST = 2
