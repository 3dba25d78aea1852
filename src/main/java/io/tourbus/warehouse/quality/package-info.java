/** Rules for the data in the tables of the warehouse, and their evaluation. */
package io.tourbus.warehouse.quality;
