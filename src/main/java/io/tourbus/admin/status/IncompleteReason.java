package io.tourbus.admin.status;

import io.tourbus.run.RunReport;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Why a run is incomplete, short enough for a banner: without what only a log needs. */
final class IncompleteReason {

    /** In characters. */
    private static final int MAX_REASON = 300;

    /** What the AWS SDK adds to a message. */
    private static final Pattern REQUEST_DETAILS =
            Pattern.compile("\\s*\\((Service: [^)]*, Request ID: [^)]*|SDK Attempt Count: \\d+)\\)");

    /** A path with the parameters of a request. */
    private static final Pattern PARAMETERS = Pattern.compile("(/[\\w./-]+)\\?\\S*?(?=:?(\\s|$))");

    private IncompleteReason() {}

    /** The first reason for missing entities of each source; otherwise the first note. Follows the text on the run. */
    static String describe(RunReport report) {
        var reasons = report.queries().stream()
                .collect(Collectors.groupingBy(
                        RunReport.QueryLine::source,
                        TreeMap::new,
                        Collectors.flatMapping(
                                query -> query.missing().values().stream()
                                        .filter(Predicate.not(String::isBlank))
                                        .map(IncompleteReason::brief),
                                Collectors.toList())))
                .values()
                .stream()
                .flatMap(ofSource -> ofSource.stream().limit(1))
                .distinct()
                .collect(Collectors.joining("; "));
        if (!reasons.isEmpty()) {
            return ": " + reasons.replace(".; ", "; ");
        }
        return report.notes().stream()
                .findFirst()
                .map(note -> ": " + brief(note))
                .orElse(".");
    }

    private static String brief(String reason) {
        var text = PARAMETERS
                .matcher(REQUEST_DETAILS.matcher(reason).replaceAll(""))
                .replaceAll("$1");
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "…";
    }
}
