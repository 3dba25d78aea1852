/** How a batch lies in the lake: names, encoding and metadata of its objects. */
package io.tourbus.lake;
