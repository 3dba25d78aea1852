package io.tourbus.lake;

import io.tourbus.model.Entity;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parsed key of an object in the raw zone.
 *
 * @param partition {@code year=2026/month=11/day=23}
 * @param name the last part of the key, {@code <run>_<slice>.ndjson.gz}
 * @param slice the name of the slice that the object belongs to
 */
public record RawKey(String source, Entity entity, String partition, String name, String slice) {

    private static final Pattern KEY =
            Pattern.compile("raw/([a-z]+)/([a-z]+)/(year=\\d+/month=\\d+/day=\\d+)/([^/_]+_([^/]+)\\.ndjson\\.gz)");

    /** Parses a key; empty if it is not in the raw zone. */
    public static Optional<RawKey> parse(String key) {
        var parts = KEY.matcher(key);
        return parts.matches()
                ? Optional.of(new RawKey(
                        parts.group(1), Entity.of(parts.group(2)), parts.group(3), parts.group(4), parts.group(5)))
                : Optional.empty();
    }

    /** Returns the key of the normalised object with the records of the same entities. */
    public String normalized() {
        return "%s%s/%s/%s".formatted(LakeObjects.NORMALIZED, entity.recordFolder(), partition, name);
    }
}
