package io.trio4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.trio4j.architecture.planted.internal.park.PlantedParker;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LayeringTest {

  /// Far below what the core alone has: a rule over an empty set proves nothing.
  private static final int FEWEST_CLASSES = 30;

  @Nested
  class The_library {

    private final Rooms rooms = new Rooms("io.trio4j");
    private final JavaClasses classes =
        new ClassFileImporter().importPath(CompiledModule.ofThisBuild().classes());

    @Test
    void has_more_classes_than_would_be_seen_by_a_broken_import() {
      assertThat(classes.size()).isGreaterThan(FEWEST_CLASSES);
    }

    @Test
    void keeps_to_the_table_of_rooms() {
      rooms.everyPackageIsInTheTable().check(classes);
      rooms.uses().forEach(rule -> rule.check(classes));
    }

    @Test
    void has_no_cycles_between_rooms() {
      rooms.noCycles().check(classes);
    }

    @Test
    void exports_every_public_type_that_is_not_internal() {
      rooms.publicTypesAreExported(CompiledModule.ofThisBuild().exports()).check(classes);
    }

    @Test
    void exports_no_internal_package_but_the_hooks_for_testing() {
      CompiledModule module = CompiledModule.ofThisBuild();

      assertThat(module.exports()).noneMatch(name -> name.contains(".internal"));
      assertThat(module.friendExports())
          .allMatch(friend -> friend.equals("io.trio4j.internal.hooks to [io.trio4j.testing]"));
    }
  }

  /// The same rules, over classes that break them.
  @Nested
  class A_planted_violation {

    private static final String ROOT = "io.trio4j.architecture.planted";

    private final Rooms rooms = new Rooms(ROOT);
    private final JavaClasses classes = new ClassFileImporter().importPackages(ROOT);

    @Test
    void of_a_room_that_uses_internals_is_found() {
      assertThat(foundByTheTable()).anyMatch(uses("sync.PlantedLock", "internal.park"));
    }

    @Test
    void of_a_room_that_uses_one_above_it_is_found() {
      assertThat(foundByTheTable()).anyMatch(uses("sync.PlantedLock", "channels.PlantedChannel"));
    }

    @Test
    void of_the_order_among_internal_packages_is_found() {
      assertThat(foundByTheTable()).anyMatch(uses("internal.time.PlantedTimer", "internal.park"));
    }

    @Test
    void of_the_interrupt_engine_s_privacy_is_found() {
      assertThat(foundByTheTable())
          .anyMatch(uses("internal.park.PlantedParker", "internal.interrupt"));
    }

    @Test
    void of_the_table_s_completeness_is_found() {
      assertThat(found(rooms.everyPackageIsInTheTable())).anyMatch(line -> line.contains("stray"));
    }

    @Test
    void as_a_cycle_of_two_rooms_is_found() {
      assertThat(found(rooms.noCycles()))
          .anyMatch(line -> line.contains("PlantedLock") && line.contains("PlantedChannel"));
    }

    @Test
    void as_a_public_type_in_a_hidden_package_is_found() {
      List<String> lines = found(rooms.publicTypesAreExported(Set.of(ROOT + ".sync")));

      assertThat(lines).anyMatch(line -> line.contains("PlantedStray"));
      assertThat(lines).noneMatch(line -> line.contains(PlantedParker.class.getSimpleName()));
    }

    private List<String> foundByTheTable() {
      return rooms.uses().stream().flatMap(rule -> found(rule).stream()).toList();
    }

    private List<String> found(ArchRule rule) {
      return rule.evaluate(classes).getFailureReport().getDetails();
    }

    private static Predicate<String> uses(String user, String used) {
      return line -> line.contains(ROOT + "." + user) && line.contains(ROOT + "." + used);
    }
  }
}
