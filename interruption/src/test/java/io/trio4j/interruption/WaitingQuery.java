package io.trio4j.interruption;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.ThreadInterruptedException;

/// Waits, then is another query.
final class WaitingQuery extends Query {
  private final Query query;
  private final CountDownLatch latch;

  WaitingQuery(Query query, CountDownLatch latch) {
    this.query = query;
    this.latch = latch;
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scores, float boost)
      throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new ThreadInterruptedException(e);
    }
    return searcher.createWeight(searcher.rewrite(query), scores, boost);
  }

  @Override
  public void visit(QueryVisitor visitor) {
    query.visit(visitor);
  }

  @Override
  public String toString(String field) {
    return "waiting for " + query.toString(field);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WaitingQuery waiting && waiting.latch == latch;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(latch);
  }
}
