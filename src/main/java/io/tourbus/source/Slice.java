package io.tourbus.source;

import io.tourbus.model.Entity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The unit of work of a run: one query, narrow enough for its API to answer completely, or a list of ids. It is also the
 * unit of retry and of lake object.
 *
 * @param source {@code spotify} or {@code ticketmaster}
 * @param entity what the API answers with
 * @param via the route that fetches it: {@code direct:fetch-<via>}
 * @param name unique in a plan and the same whenever the same is asked; lower case letters, digits and dashes, so that
 *     it can be part of an object key
 * @param query the parameters of the API that narrow it, without paging and without credentials
 * @param ids the ids asked for, where the API is asked by id; else empty
 */
public record Slice(
        String source, Entity entity, String via, String name, Map<String, String> query, List<String> ids) {

    public Slice {
        query = Map.copyOf(query);
        ids = List.copyOf(ids);
    }

    /**
     * A slice that is named after its query.
     *
     * @param title what a person would call it: {@code search hip hop}
     */
    public static Slice of(
            String source, Entity entity, String via, String title, Map<String, String> query, List<String> ids) {
        return new Slice(source, entity, via, nameOf(title, via + new TreeMap<>(query) + ids), query, ids);
    }

    private static String nameOf(String title, String identity) {
        var slug = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.substring(0, Math.min(slug.length(), 60)) + "-" + digest(identity);
    }

    private static String digest(String identity) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
