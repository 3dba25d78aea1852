package io.tourbus.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which records, objects, slices and letters are told apart. */
public final class Sha256 {

    private Sha256() {}

    /** Of all bytes at once. */
    public static byte[] hash(byte[] bytes) {
        return digest().digest(bytes);
    }

    /** For bytes that come one after the other; to be used by one thread. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
