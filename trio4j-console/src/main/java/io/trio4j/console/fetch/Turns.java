package io.trio4j.console.fetch;

import io.trio4j.console.fetch.Batch.Entry;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;

/// Says which URL is fetched next, so that each host gets its share and no more than its limit.
///
/// It is the next URL of the host that has the fewest under way, and among equals the one that
/// stands first in the batch. So a host that is slow holds no more places than any other that has
/// URLs waiting, and with room for all they begin in their order.
final class Turns {
  /*
   * Idea: nobody waits for a turn. Giving a place back and taking the next URL is one step, and a
   * task that gets none ends: whoever keeps a host full will come here and take that host's next.
   *
   * Invariants
   * I1 `ready` holds the hosts that have a URL waiting and a place free, each in its order.
   * I2 A task has got none only if `ready` was empty, and it stays empty from then on. It gains a
   *    host only when a place is given back, and then no more than this one; the same step takes
   *    the host's next URL, after which the host is full again or has none waiting.
   *
   * Liveness: a host with URLs waiting is full (I2) or the limit of all is, so somebody is under
   * way who will come for them. By I2 the tasks that are left are enough.
   *
   * Rejected: a queue to park in until a place is free. A task can do nothing in it but wait for
   * another one that could have taken its URL itself. A nursery for each host: a place would have
   * to be passed from host to host.
   */

  private final int perHost;
  private final List<Host> hosts = new ArrayList<>(); // one for each number; unchanged once made
  private final NavigableSet<Host> ready = new TreeSet<>(Host.ORDER); // guarded by this

  /// Prepares the turns of all entries.
  ///
  /// @param perHost how many of one host at once, at least 1
  Turns(List<Entry> entries, int perHost) {
    this.perHost = perHost;
    Map<String, Host> byName = new HashMap<>();
    for (Entry entry : entries) {
      Host host = byName.computeIfAbsent(hostOf(entry.url()), _ -> new Host());
      host.waiting.add(entry);
      hosts.add(host);
    }
    ready.addAll(byName.values());
  }

  /// The name as it stands in the URL: what redirects lead to and names for the same machine are
  /// known only later. What is no URL belongs to no host, and is soon done with.
  private static String hostOf(String url) {
    try {
      return UrlText.parse(url).getHost().toLowerCase(Locale.ROOT);
    } catch (URISyntaxException _) {
      // Whoever takes it will say so.
      return "";
    }
  }

  /// The first turn of a task; empty if none will come.
  synchronized Optional<Entry> tryTake() {
    Host host = ready.pollFirst();
    if (host == null) {
      return Optional.empty();
    }
    Entry entry = host.waiting.remove();
    host.underWay++;
    addIfReady(host);
    return Optional.of(entry);
  }

  /// The next turn of a task that is done with its last; empty if none will come.
  synchronized Optional<Entry> tryTakeAfter(Entry done) {
    Host host = hosts.get(done.number());
    if (!host.waiting.isEmpty()) {
      // Out while it changes: the set finds it by what it was.
      ready.remove(host);
    }
    host.underWay--;
    addIfReady(host);
    return tryTake();
  }

  private void addIfReady(Host host) {
    if (!host.waiting.isEmpty() && host.underWay < perHost) {
      ready.add(host);
    }
  }

  private static final class Host {
    static final Comparator<Host> ORDER =
        Comparator.<Host>comparingInt(host -> host.underWay)
            .thenComparingInt(host -> host.waiting.element().number());

    // Both: guarded by the turns.
    final Queue<Entry> waiting = new ArrayDeque<>();
    int underWay;
  }
}
