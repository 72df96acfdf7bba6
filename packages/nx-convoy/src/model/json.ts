/** A JSON value, as it travels in payloads, answers and documents. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
