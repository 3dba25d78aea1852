package io.tourbus;

import java.util.Arrays;
import java.util.regex.Pattern;

/** From when on an edit of a setting counts while Tourbus serves. */
enum Effect {
    /** Runs under way go by it as well. */
    AT_ONCE("(jobs\\.(time-zone|jitter-seconds|misfire|[a-z-]+\\.(cron|paused))"
            + "|spotify\\.(requests-per-minute|requests-per-day|slices-at-once)"
            + "|ticketmaster\\.(millis-per-request|requests-per-day|slices-at-once)"
            + "|retry\\.(attempts|backoff-seconds|max-wait-seconds))"),
    /** Runs under way go on as they began. */
    NEXT_RUN("(jobs\\.[a-z-]+\\.share-percent"
            + "|run\\.(horizon-days|near-days|since|until|limit|resume-hours|failures-in-a-row)"
            + "|state\\.record-days"
            + "|spotify\\.(search-terms|artist-ids|artist-ids-file|artist-names|top-tracks|related-artists|market)"
            + "|ticketmaster\\.(countries|states|cities|segment-id|undated))"),
    NEXT_START(".*");

    private final Pattern settings;

    Effect(String settings) {
        this.settings = Pattern.compile("tourbus\\." + settings);
    }

    /** Whether it is neither Tourbus's nor Camel's: routes alone may name it. */
    static boolean isOwn(String key) {
        return !key.startsWith("tourbus.") && !key.startsWith("camel.");
    }

    /** {@link #NEXT_START} of what is Camel's. */
    static Effect of(String key) {
        if (isOwn(key)) {
            return AT_ONCE;
        }
        return Arrays.stream(values())
                .filter(effect -> effect.settings.matcher(key).matches())
                .findFirst()
                .orElse(NEXT_START);
    }
}
