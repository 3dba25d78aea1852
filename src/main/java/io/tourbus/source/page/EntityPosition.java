package io.tourbus.source.page;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where an entity stood.
 *
 * @param asked what its page answered
 * @param number of the entity in its page, from 1
 */
public record EntityPosition(PageRequest asked, int number) {

    private static final String PATH = "path";
    private static final String NUMBER = "number";
    private static final String PARAMETER = "parameter.";

    /** @param texts as {@link #texts()} made them; what they do not tell is empty */
    public static EntityPosition of(Map<String, String> texts) {
        Map<String, String> parameters = new TreeMap<>();
        texts.forEach((name, value) -> {
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), value);
            }
        });
        return new EntityPosition(
                new PageRequest(texts.getOrDefault(PATH, ""), parameters, 0),
                Integer.parseInt(texts.getOrDefault(NUMBER, "1")));
    }

    /** The same as texts, to be kept. */
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        asked.parameters().forEach((name, value) -> texts.put(PARAMETER + name, value));
        texts.put(PATH, asked.path());
        texts.put(NUMBER, String.valueOf(number));
        return texts;
    }
}
