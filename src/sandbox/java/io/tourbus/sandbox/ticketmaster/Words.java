package io.tourbus.sandbox.ticketmaster;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Matches texts that contain each word of a Ticketmaster keyword as a whole word. */
record Words(List<Pattern> words) implements Predicate<String> {

    static Words of(String keyword) {
        return new Words(Arrays.stream(keyword.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                .map(word -> Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])"))
                .toList());
    }

    @Override
    public boolean test(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return words.stream().allMatch(word -> word.matcher(lower).find());
    }
}
