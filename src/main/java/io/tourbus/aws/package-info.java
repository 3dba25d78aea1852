/** Clients for AWS services. */
package io.tourbus.aws;
