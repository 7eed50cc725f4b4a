package io.trio4j.testing;

/// What an exploration that found nothing has tried.
///
/// {@snippet class="io.trio4j.snippets.ExplorerSnippets" region="exhaustive"}
///
/// @param strategy which schedules were tried
/// @param scheduleCount how many, without those run a second time to compare
/// @param distinctCount how many of them differed from each other in who went on when and why the
///   turns ended
/// @param redundantCount how many were cut short, being another order of turns that commute; only
///   with [Strategy.Sharing#DECLARED]
/// @param stepCount the turns of all schedules together
/// @param longestStepCount the turns of the longest schedule
/// @param coverage of [Strategy.Exhaustive]: which part of all schedules was tried, from 0 to 1,
///   estimated as if all branches were equally large; 0 with other strategies
/// @param complete whether all schedules there are were tried; within a bound on preemptions only
///   if the bound left nothing out
/// @since 0.1
public record Exploration(
    Strategy strategy,
    int scheduleCount,
    int distinctCount,
    int redundantCount,
    long stepCount,
    int longestStepCount,
    double coverage,
    boolean complete) {}
