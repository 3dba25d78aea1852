/** The tables of the warehouse in Apache Iceberg: the catalog, schemas, and files. */
package io.tourbus.warehouse.iceberg;
