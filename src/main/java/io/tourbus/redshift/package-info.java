/** Tables in Amazon Redshift: their SQL, and the loads that fill them. */
package io.tourbus.redshift;
