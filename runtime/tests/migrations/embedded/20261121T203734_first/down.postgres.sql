-- drop table `notes`
--   loses data: the rows of `notes`
DROP TABLE "notes";
