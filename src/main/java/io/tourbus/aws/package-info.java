/** Clients of AWS services. */
package io.tourbus.aws;
