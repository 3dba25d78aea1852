package io.tourbus.source.slice;

import io.tourbus.model.Entity;
import io.tourbus.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The unit of work of a run: a part of a query, narrow enough for its API to answer completely, or a list of ids. It is
 * also the unit of retry and of lake object.
 *
 * @param query what it is a part of
 * @param reader the name of the reader that reads it, see {@link SliceReaders}
 * @param name unique in a plan and the same whenever the same is asked; lower case letters, digits and dashes, so that
 *     it can be part of an object key
 * @param parameters of the API that narrow it, without paging and without credentials
 * @param ids the ids asked for, where the API is asked by id; else empty
 * @param narrower decides what to ask for once the first page has told how much there is
 */
public record Slice(
        Query query,
        String reader,
        String name,
        Map<String, String> parameters,
        List<String> ids,
        SliceNarrower narrower) {

    public Slice {
        parameters = Map.copyOf(parameters);
        ids = List.copyOf(ids);
    }

    /**
     * A slice that is named after what it asks for.
     *
     * @param title what a person would call it: {@code search hip hop}
     */
    public static Slice of(Query query, String via, String title, Map<String, String> parameters, List<String> ids) {
        var name = nameOf(title, via + new TreeMap<>(parameters) + ids);
        return new Slice(query, via, name, parameters, ids, SliceNarrower.NONE);
    }

    public Slice with(SliceNarrower other) {
        return new Slice(query, reader, name, parameters, ids, other);
    }

    public String source() {
        return query.source();
    }

    /** What the API answers with. */
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
}
