import { type ApiAnswer, refusals, refuse } from './api-answer';

const LARGEST_PAGE = 25;

/** One page of a list, as `page` and `per_page` of the address ask for it. */
export function listPage(all: readonly unknown[], asked: URLSearchParams): ApiAnswer {
  const page = Number(asked.get('page') ?? '1');
  const perPage = Number(asked.get('per_page') ?? String(LARGEST_PAGE));
  const isFine = [page, perPage].every((number) => Number.isInteger(number) && number >= 1);
  if (!isFine || perPage > LARGEST_PAGE) return refuse(refusals.badPage);
  const result = all.slice((page - 1) * perPage, page * perPage);
  const totals = { total_count: all.length, total_pages: Math.ceil(all.length / perPage) };
  return { result, info: { page, per_page: perPage, count: result.length, ...totals } };
}
