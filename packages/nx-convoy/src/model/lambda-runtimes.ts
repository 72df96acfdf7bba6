/**
 * When AWS deprecates the runtimes of Lambda, as its page of runtimes said in November 2026 (docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html). A date that lies ahead
 * may move: the manifest's `runtimes.deprecated` overrides it.
 */
export const DEPRECATED: Readonly<Record<string, string>> = {
  dotnet10: '2028-11-14',
  dotnet6: '2024-12-20',
  dotnet8: '2026-11-10',
  'dotnetcore3.1': '2023-04-03',
  'go1.x': '2024-01-08',
  java25: '2029-06-30',
  java8: '2024-01-08',
  'nodejs12.x': '2023-03-31',
  'nodejs14.x': '2023-12-04',
  'nodejs16.x': '2024-06-12',
  'nodejs18.x': '2025-09-01',
  'nodejs20.x': '2026-04-30',
  'nodejs22.x': '2027-04-30',
  'nodejs24.x': '2028-04-30',
  provided: '2024-01-08',
  'python2.7': '2021-07-15',
  'python3.6': '2022-07-18',
  'python3.7': '2023-12-04',
  'python3.8': '2024-10-14',
  'python3.9': '2025-12-15',
  'python3.10': '2026-10-31',
  'python3.11': '2027-06-30',
  'python3.12': '2028-10-31',
  'python3.13': '2029-06-30',
  'python3.14': '2029-06-30',
  'ruby2.7': '2023-12-07',
  'ruby3.4': '2028-03-31',
};
