"""PHP sites of the kind ``index.php?com=tintuc_ct&id_news=369``."""

from scraper.cms.model import Cms, Query

PHP_COM = Cms("php_com", rank=70, articles=(Query(("id_news", "id_tb", "id_tintuc")),))
