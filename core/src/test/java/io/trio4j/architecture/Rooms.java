package io.trio4j.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// The package map as rules: which room may use which.
///
/// The table speaks of names below a root package, so that the same rules can be turned on planted
/// violations under another root.
record Rooms(String root) {

  private static final String CORE = "core";
  private static final String LOWLEVEL = "lowlevel";
  private static final String INTERRUPT = "internal.interrupt";
  private static final String WIRING = "internal.wiring";
  private static final String HOOKS = "internal.hooks";
  private static final String ERRORS = "internal.errors";

  /// Each may use those before it.
  private static final List<String> ENGINE =
      List.of("internal.time", "internal.cancel", "internal.park", "internal.run", "internal.poll");

  private static final TreeMap<String, Set<String>> MAY_USE = table();

  private static TreeMap<String, Set<String>> table() {
    TreeMap<String, Set<String>> mayUse = new TreeMap<>();
    for (int i = 0; i < ENGINE.size(); i++) {
      mayUse.put(ENGINE.get(i), union(ENGINE.subList(0, i), CORE, LOWLEVEL, HOOKS, ERRORS));
    }
    mayUse.put(ERRORS, Set.of(CORE, LOWLEVEL));
    mayUse.put(HOOKS, union(ENGINE, CORE, LOWLEVEL, ERRORS));
    mayUse.put(INTERRUPT, union(ENGINE, CORE, LOWLEVEL, HOOKS, ERRORS));
    mayUse.put(WIRING, union(ENGINE, CORE, LOWLEVEL, HOOKS, ERRORS, INTERRUPT));
    mayUse.put(CORE, union(ENGINE, LOWLEVEL, HOOKS, ERRORS, WIRING));
    mayUse.put(LOWLEVEL, union(ENGINE, CORE, HOOKS, ERRORS, WIRING));

    mayUse.put("sync", Set.of(CORE, LOWLEVEL));
    mayUse.put("channels", Set.of(CORE, LOWLEVEL));
    mayUse.put("combinators", Set.of(CORE, LOWLEVEL));
    mayUse.put("streams", Set.of(CORE, LOWLEVEL, "sync"));
    for (String room : List.of("net", "process", "files", "signals")) {
      mayUse.put(room, Set.of(CORE, LOWLEVEL, "sync", "channels", "streams"));
    }
    mayUse.put("tls", Set.of(CORE, LOWLEVEL, "sync", "streams"));
    mayUse.put(
        "bridges",
        Set.of(
            CORE,
            LOWLEVEL,
            "sync",
            "channels",
            "combinators",
            "streams",
            "net",
            "process",
            "files",
            "signals",
            "tls"));
    mayUse.put("introspect", Set.of(CORE, LOWLEVEL, "sync"));
    return mayUse;
  }

  private static Set<String> union(List<String> rooms, String... more) {
    Set<String> all = new HashSet<>(rooms);
    all.addAll(List.of(more));
    return all;
  }

  /// One rule for each row of the table.
  List<ArchRule> uses() {
    return MAY_USE.entrySet().stream()
        .map(row -> mayUseOnly(row.getKey(), row.getValue()))
        .toList();
  }

  private ArchRule mayUseOnly(String room, Set<String> others) {
    return noClasses()
        .that(describe("are in room " + room, type -> isOurs(type) && roomOf(type).equals(room)))
        .should()
        .dependOnClassesThat(
            describe(
                "are in a room other than " + others,
                type ->
                    isOurs(type) && !roomOf(type).equals(room) && !others.contains(roomOf(type))))
        .allowEmptyShould(true);
  }

  /// A package that is missing in the table would escape every row of it.
  ArchRule everyPackageIsInTheTable() {
    return classes()
        .should()
        .resideInAnyPackage(MAY_USE.keySet().stream().map(this::packagesOf).toArray(String[]::new))
        .as("every class is in a room of the table in Rooms");
  }

  private String packagesOf(String room) {
    return room.equals(CORE) ? root : root + "." + room + "..";
  }

  /// The core's own packages know each other; all other rooms stand in a line.
  ArchRule noCycles() {
    return slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return isOurs(type)
                    ? SliceIdentifier.of(outerRoomOf(type))
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "rooms";
              }
            })
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true);
  }

  /// Helpers are package-private in their room; only the core has internal packages.
  ArchRule publicTypesAreExported(Set<String> exportedPackages) {
    return classes()
        .that()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .and(describe("are not internal", type -> !roomOf(type).startsWith("internal")))
        .should()
        .resideInAnyPackage(exportedPackages.toArray(String[]::new))
        .allowEmptyShould(true);
  }

  private boolean isOurs(JavaClass type) {
    return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
  }

  private String outerRoomOf(JavaClass type) {
    String room = roomOf(type);
    return room.equals(LOWLEVEL) || room.startsWith("internal") ? CORE : room;
  }

  private String roomOf(JavaClass type) {
    String name = type.getPackageName();
    if (name.equals(root)) {
      return CORE;
    }
    String[] below = name.substring(root.length() + 1).split("\\.", -1);
    return below[0].equals("internal") && below.length > 1 ? below[0] + "." + below[1] : below[0];
  }
}
