package io.tourbus.run;

import io.tourbus.source.slice.Completeness;
import io.tourbus.source.slice.NamedScope;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Scope.Mode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Names the places and search terms of a run that match nothing. Most often, they are misspelt or their dates are in the past. */
final class EmptyScopes {

    private static final String REMARK = "; if this is correct, set tourbus.run.allow-empty=true";

    private final MemberTracker members;

    EmptyScopes(MemberTracker members) {
        this.members = members;
    }

    /**
     * Adds a note for each source with empty scopes.
     *
     * @return whether the run must not be complete because of them
     */
    boolean report(Run run, RunSettings settings) {
        var past = run.events()
                .filter(dates -> !dates.until().isAfter(run.started()))
                .isPresent();
        var narrowed = !past && narrowed(run, settings);
        var unexpected = settings.allowEmpty()
                ? List.<NamedScope>of()
                : find(run, scope -> !members.expectsNothing(run, scope, narrowed));
        var expected = find(run, scope -> !unexpected.contains(scope));
        note(run, expected, "");
        note(run, unexpected, (past ? "; the dates of the run are in the past" : "") + REMARK);
        return !unexpected.isEmpty();
    }

    /** The notes with those first that say why a run is not complete. */
    static List<String> causeFirst(List<String> notes) {
        return notes.stream()
                .sorted(Comparator.comparing(note -> !note.endsWith(REMARK)))
                .toList();
    }

    private static boolean narrowed(Run run, RunSettings settings) {
        return run.job().mode() == Mode.NEAR
                || run.events()
                        .filter(dates -> settings.narrowed(run.job(), run.started(), dates))
                        .isPresent();
    }

    private static List<NamedScope> find(Run run, Predicate<NamedScope> filter) {
        Set<Query> empty = run.coverages().stream()
                .filter(Completeness::empty)
                .map(Completeness::query)
                .collect(Collectors.toSet());
        return run.input().stream()
                .flatMap(input -> input.scopes().stream())
                .filter(scope -> empty.containsAll(scope.queries()))
                .filter(filter)
                .toList();
    }

    private static void note(Run run, List<NamedScope> scopes, String remark) {
        Map<String, String> names = scopes.stream()
                .collect(Collectors.groupingBy(
                        NamedScope::source,
                        LinkedHashMap::new,
                        Collectors.mapping(NamedScope::name, Collectors.joining(", "))));
        names.forEach((source, list) -> run.note("%s: found nothing for: %s%s".formatted(source, list, remark)));
    }
}
