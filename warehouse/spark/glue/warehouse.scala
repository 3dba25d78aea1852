import io.tourbus.spark.WarehouseJob

/** The script of the AWS Glue job. Glue compiles it; the jar in --extra-jars does the work. */
object GlueApp {
  def main(arguments: Array[String]): Unit = WarehouseJob.main(arguments)
}
