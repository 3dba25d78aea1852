package io.tourbus.lake;

import io.tourbus.model.Entity;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key of a raw object, taken apart.
 *
 * @param partition {@code year=2026/month=11/day=23}
 * @param name what it is called there
 * @param slice the name of the slice that brought it
 */
public record RawKey(String source, Entity entity, String partition, String name, String slice) {

    private static final Pattern KEY =
            Pattern.compile("raw/([a-z]+)/([a-z]+)/(year=\\d+/month=\\d+/day=\\d+)/([^/_]+_([^/]+)\\.ndjson\\.gz)");

    /** Empty for the key of any other object. */
    public static Optional<RawKey> parse(String key) {
        var parts = KEY.matcher(key);
        return parts.matches()
                ? Optional.of(new RawKey(
                        parts.group(1), Entity.of(parts.group(2)), parts.group(3), parts.group(4), parts.group(5)))
                : Optional.empty();
    }

    /** The key of the object of records that were made of the same. */
    public String normalized() {
        return "%s%s/%s/%s".formatted(LakeObjects.NORMALIZED, entity.recordFolder(), partition, name);
    }
}
