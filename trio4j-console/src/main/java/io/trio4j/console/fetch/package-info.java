/// `trio4j fetch`: gets many URLs at once and says what became of each.
///
/// Read [io.trio4j.console.fetch.Fetcher] first: it is the part that a nursery and cancel scopes
/// make short; `Turns` says which URL comes next. `FetchCommand` turns the command line into its
/// options, a `Report` tells of each `Step` and of the results, and the `Demo…` classes are what it
/// fetches from when there is no URL.
package io.trio4j.console.fetch;
