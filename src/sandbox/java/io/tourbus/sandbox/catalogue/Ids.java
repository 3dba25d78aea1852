package io.tourbus.sandbox.catalogue;

import java.util.Random;

/** Generates IDs of letters and digits with the length of real IDs. */
public final class Ids {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int DIGITS_OF_INDEX = 4;

    private Ids() {}

    /** Returns random characters followed by the index, so that IDs are unique. */
    public static String random(Random random, int length, int index) {
        return new StringBuilder(chance(random, length - DIGITS_OF_INDEX))
                .append(digits(index))
                .toString();
    }

    /** Returns the index followed by random characters, so that IDs increase with the index. */
    static String growing(Random random, int length, int index) {
        return digits(index) + chance(random, length - DIGITS_OF_INDEX);
    }

    private static String digits(int index) {
        var text = new StringBuilder();
        for (int rest = index; text.length() < DIGITS_OF_INDEX; rest /= DIGITS.length()) {
            text.append(DIGITS.charAt(rest % DIGITS.length()));
        }
        return text.reverse().toString();
    }

    private static String chance(Random random, int length) {
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return text.reverse().toString();
    }
}
