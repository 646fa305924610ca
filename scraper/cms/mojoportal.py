"""mojoPortal and HiNet (Tỉnh ủy Quảng Trị): ``/Article/ViewList.aspx?pageid=411&mid=2566&pagenumber=1906``."""

from scraper.cms.model import Cms

MOJOPORTAL = Cms("mojoportal", page_params=("page_?number",))
