/** opencc-js ships types for its converters, not for its dictionaries. */
declare module 'opencc-js/dict/TSCharacters' {
  /** Pairs `traditional simplified`, separated by `|`; after the first simplified form others may follow. */
  const pairs: string
  export default pairs
}
