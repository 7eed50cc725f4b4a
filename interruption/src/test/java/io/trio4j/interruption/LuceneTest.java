package io.trio4j.interruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.CancelScope;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.interruption.harness.Call;
import io.trio4j.interruption.harness.Code;
import io.trio4j.interruption.harness.Ending;
import io.trio4j.interruption.harness.Facts;
import io.trio4j.interruption.harness.InEachMode;
import io.trio4j.interruption.harness.Probe;
import io.trio4j.interruption.harness.Shows;
import io.trio4j.interruption.harness.When;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.io.TempDir;

class LuceneTest {
  private static final Term SEARCHED = new Term("kind", "searched");

  @TempDir private Path folder;

  private static void write(Directory directory) throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      add(writer);
    }
  }

  private static void add(IndexWriter writer) throws IOException {
    Document document = new Document();
    document.add(new StringField(SEARCHED.field(), SEARCHED.text(), Field.Store.YES));
    writer.addDocument(document);
  }

  /// Finds the document and reads what is stored of it, which is not in memory.
  private static String search(DirectoryReader reader) throws IOException {
    TopDocs found = new IndexSearcher(reader).search(new TermQuery(SEARCHED), 1);
    return reader.storedFields().document(found.scoreDocs[0].doc).get(SEARCHED.field());
  }

  private static int count(Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return reader.numDocs();
    }
  }

  @InEachMode
  @Shows(Call.LUCENE_NIO)
  void a_search_in_files_with_the_flag_set(RunMode mode, Facts facts) throws Exception {
    try (Directory directory = new NIOFSDirectory(folder)) {
      write(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        Ending ending = Probe.cancel(mode, Probe.asleep(), () -> waitThenSearch(reader));

        assertThat(ending.stoppedBy()).hasRootCauseInstanceOf(ClosedByInterruptException.class);
        assertThatThrownBy(() -> search(reader))
            .hasRootCauseInstanceOf(ClosedChannelException.class);
        facts.plain(ending);
        facts.left("the reader's file is closed, for all searches; a new reader works");
      }
      assertThat(count(directory)).isEqualTo(1);
    }
  }

  private static void waitThenSearch(DirectoryReader reader) throws IOException {
    Probe.waitAndKeepTheFlag();
    assertThat(search(reader)).isEqualTo(SEARCHED.text());
  }

  @InEachMode
  @Shows(Call.LUCENE_NIO)
  void a_shielded_search_in_files(RunMode mode, Facts facts) throws Exception {
    try (Directory directory = new NIOFSDirectory(folder)) {
      write(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        Code code =
            () -> {
              Probe.waitAndKeepTheFlag();
              String found = CancelScope.<String, IOException>shielded(() -> search(reader));
              assertThat(found).isEqualTo(SEARCHED.text());
            };

        Ending ending = Probe.cancel(mode, Probe.asleep(), code);

        assertThat(ending).isEqualTo(new Ending.Returned());
        assertThat(search(reader)).isEqualTo(SEARCHED.text());
        facts.advised(ending, "the reader is usable");
      }
    }
  }

  @InEachMode
  @Shows(Call.LUCENE_MMAP)
  void a_search_in_memory_with_the_flag_set(RunMode mode, Facts facts) throws Exception {
    try (Directory directory = new MMapDirectory(folder)) {
      write(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        Ending ending = Probe.cancel(mode, Probe.asleep(), () -> waitThenSearch(reader));

        assertThat(ending).isEqualTo(new Ending.Returned());
        assertThat(search(reader)).isEqualTo(SEARCHED.text());
        facts.plain(ending);
        facts.left("the reader is usable");
      }
    }
  }

  @InEachMode
  @Shows(Call.LUCENE_COMMIT)
  void a_commit_with_the_flag_set(RunMode mode, Facts facts) throws Exception {
    try (Directory directory = new MMapDirectory(folder)) {
      write(directory);
      try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
        Code commit =
            () -> {
              add(writer);
              Probe.waitAndKeepTheFlag();
              writer.commit();
            };

        Ending ending = Probe.cancel(mode, Probe.asleep(), commit);

        assertThat(ending.stoppedBy()).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> add(writer)).isInstanceOf(AlreadyClosedException.class);
        facts.plain(ending);
        facts.left("the writer is closed; the index is as it was after the commit before");
      }
      assertThat(count(directory)).isEqualTo(1);
    }
  }

  @InEachMode
  @Shows(Call.LUCENE_COMMIT)
  void a_shielded_commit(RunMode mode, Facts facts) throws Exception {
    try (Directory directory = new MMapDirectory(folder)) {
      try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
        Code commit =
            () -> {
              add(writer);
              Probe.waitAndKeepTheFlag();
              CancelScope.<IOException>shielded(() -> {
                writer.commit();
              });
            };

        Ending ending = Probe.cancel(mode, Probe.asleep(), commit);

        assertThat(ending).isEqualTo(new Ending.Returned());
        assertThat(count(directory)).isEqualTo(1);
        facts.advised(ending, "it is committed, the writer is usable");
        add(writer);
      }
      assertThat(count(directory)).isEqualTo(2);
    }
  }

  @InEachMode
  @Shows(Call.LUCENE_SEARCH)
  void a_search_that_waits(RunMode mode, Facts facts) throws Exception {
    try (Directory directory = new NIOFSDirectory(folder)) {
      write(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        CountDownLatch never = new CountDownLatch(1);

        Ending ending = Probe.cancel(mode, inSearch(), () -> searchAndWait(reader, never));

        assertThat(ending.stoppedBy()).hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(search(reader)).isEqualTo(SEARCHED.text());
        facts.plain(ending);
        facts.left("the reader is usable, if what waits has not set the flag again");
      }
    }
  }

  @InEachMode
  @Shows(Call.LUCENE_SEARCH)
  void a_search_that_is_waited_for(RunMode mode, Facts facts) throws Exception {
    try (Directory directory = new NIOFSDirectory(folder)) {
      write(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        CountDownLatch end = new CountDownLatch(1);
        Code code =
            () ->
                Trio.<IOException>blocking(region -> {
                  region.waitOnCancel();
                  searchAndWait(reader, end);
                  assertThat(search(reader)).isEqualTo(SEARCHED.text());
                });

        Ending ending = Probe.cancelThen(mode, inSearch(), code, end::countDown);

        assertThat(ending).isEqualTo(new Ending.Returned());
        assertThat(search(reader)).isEqualTo(SEARCHED.text());
        facts.advised(ending, "the reader is usable");
      }
    }
  }

  private static When inSearch() {
    return When.waitingIn("java.util.concurrent.CountDownLatch.await");
  }

  /// A search whose query waits: for a lock of a cache, for a remote filter.
  private static void searchAndWait(DirectoryReader reader, CountDownLatch latch)
      throws IOException {
    new IndexSearcher(reader).search(new WaitingQuery(new TermQuery(SEARCHED), latch), 1);
  }
}
