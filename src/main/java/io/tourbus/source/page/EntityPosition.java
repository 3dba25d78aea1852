package io.tourbus.source.page;

import java.util.Map;
import java.util.TreeMap;

/**
 * The position of an entity in the responses of an API. Stored with rejected entities, which do not contain it, so that
 * they can be normalized later.
 *
 * @param request the request that returned the page
 * @param number position of the entity in the page, from 1
 */
public record EntityPosition(PageRequest request, int number) {

    private static final String PATH = "path";
    private static final String NUMBER = "number";
    private static final String PARAMETER = "parameter.";

    /** @param fields from {@link #toMap()}; missing fields get default values */
    public static EntityPosition of(Map<String, String> fields) {
        Map<String, String> parameters = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), value);
            }
        });
        return new EntityPosition(
                new PageRequest(fields.getOrDefault(PATH, ""), parameters, 0),
                Integer.parseInt(fields.getOrDefault(NUMBER, "1")));
    }

    /** The fields {@code path}, {@code number} and {@code parameter.<name>}, for storage. */
    public Map<String, String> toMap() {
        Map<String, String> fields = new TreeMap<>();
        request.parameters().forEach((name, value) -> fields.put(PARAMETER + name, value));
        fields.put(PATH, request.path());
        fields.put(NUMBER, String.valueOf(number));
        return fields;
    }
}
