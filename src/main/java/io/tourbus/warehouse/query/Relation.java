package io.tourbus.warehouse.query;

/** A table or view that queries can name. */
public record Relation(String name, boolean isView, String description) {}
