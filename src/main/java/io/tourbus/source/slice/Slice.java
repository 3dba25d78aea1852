package io.tourbus.source.slice;

import io.tourbus.model.Entity;
import io.tourbus.model.Sha256;
import io.tourbus.source.page.PageResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The unit of work of a run: a part of a query that the API can return completely, or a list of IDs. Retries and lake
 * objects are per slice.
 *
 * @param reader the name of the reader that reads it, see {@link SliceReaders}
 * @param name unique in a plan and derived from the parameters, so that it is the same in each run; lower case letters,
 *     digits and dashes, because it is part of object keys
 * @param parameters query parameters of the API, without paging and credentials
 * @param ids the IDs to fetch; empty for a search
 * @param narrower may replace the slice by a narrower one after its first page
 */
public record Slice(
        Query query, String reader, String name, Map<String, String> parameters, List<String> ids, Narrower narrower) {

    public Slice {
        parameters = Map.copyOf(parameters);
        ids = List.copyOf(ids);
    }

    /**
     * Creates a slice and derives its name from the arguments.
     *
     * @param title readable, used in the name: {@code search hip hop}
     */
    public static Slice of(Query query, String reader, String title, Map<String, String> parameters, List<String> ids) {
        var name = nameOf(title, reader + new TreeMap<>(parameters) + ids);
        return new Slice(query, reader, name, parameters, ids, Narrower.NONE);
    }

    public Slice with(Narrower newNarrower) {
        return new Slice(query, reader, name, parameters, ids, newNarrower);
    }

    public String source() {
        return query.source();
    }

    public Entity entity() {
        return query.entity();
    }

    private static String nameOf(String title, String identity) {
        var slug = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.substring(0, Math.min(slug.length(), 60)) + "-" + digest(identity);
    }

    private static String digest(String identity) {
        return HexFormat.of().formatHex(Sha256.hash(identity.getBytes(StandardCharsets.UTF_8)), 0, 4);
    }

    /** Replaces a slice by a narrower one when its first page shows that the API cannot return it completely. */
    public interface Narrower {

        Narrower NONE = new Narrower() {};

        /** Called after the first page. @return the slice to read instead; empty to continue with this one */
        default Optional<Slice> onFirstPage(Slice slice, PageResult page) {
            return Optional.empty();
        }

        /** Called after each further page. */
        default void onPage(Slice slice, PageResult page) {}

        /** How many entities of the slice to read at most. */
        default int limit(Slice slice) {
            return Integer.MAX_VALUE;
        }
    }
}
